"""Write the ordinary words that look like a misspelt word of the phrase tables.

"Tired" must never be read as a misspelling of another word. Common English words come from the
frequency list of the package pyspellchecker (MIT; not needed at run time and not shipped): only
the words within a slip or two of a table word are kept.
"""

from __future__ import annotations

from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from backspotter.reading import spelling
from backspotter.reading.phrasebook import phrase_book

LEAST_OFTEN = 100
"""How often a word must stand in the frequency list to count as ordinary."""

OUT = Path("src/backspotter/reading/look_alikes.txt")
GYM = """
palpation palpate palpated palpating niggle niggles niggled spotter spotters haemorrhoid
haemorrhoids flinch flinched wince winced lats
rehabbed deload deloaded deloading deadlift deadlifts deadlifted deadlifting sumo kettlebell
kettlebells hinging hinged rdl rdls amrap emom crossfit physio physios powerlifter powerlifting
powerlifters programme programmes paused pauses pulls belted beltless chalked chalk bumpers
straps hook grip snatch snatches cleans jerks ohp zercher pendlay goblet yates meadows tempo
deficit rack hammies quads lats traps delts pecs glutes erectors obliques posts posting forum
reddit
""".split()

EVERYDAY = """
gidday giday gday hiya heya howdy howzit hullo ayup eyup wotcha crikey strewth blimey crumbs cheerio
arvo brekkie cuppa smoko braai barbie bakkie ute hiace kombi lorry artic layby servo bottlo dunny
middy schooner pint bevvy shoey tinnie stubby esky billy bogan larrikin chook chooks roo wombat
paddock shearing shearer drench fencing mustering tractor combine baler silage slurry heifer heifers
jumper jumpers anorak anoraks hoodie hoodies trackies singlet singlets wellies brolly beanie
tyre tyres kerb pavement bonnet windscreen gearbox clutch bumper roundabout motorway petrol diesel
tradie chippy chippie sparky plasterer plastering plaster skimming screed screeding joist joists
rafter rafters scaffold scaffolder mortar paver pavers paving grout grouting tiler tiling roofer
lathe welder welding grinder chisel spanner loft attic cellar allotment compost mulch seedlings
parsnip parsnips turnip turnips swede marrow courgette pumpkin pasty pasties crumpet scone toastie
butty bap kebab biryani samosa roti dahl lamington pavlova sourdough dough kneading kneaded
netball hockey lacrosse cricket scrum lineout hooker prop fullback winger striker goalie touchline
parkrun triathlon marathon kayak kayaking canoe canoeing surf surfing surfer wetsuit snorkel zumba
pilates yoga barre tango salsa waltz knitting crochet quilting baking fishing angling bowls darts
snooker choir ukulele bassoon trombone trumpet drummer busking panto matinee ceilidh
""".split()
"""Everyday words of the many Englishes that the frequency list hardly has."""


def main() -> None:
    counted = SpellChecker(language="en").word_frequency
    words = {
        word
        for word in counted.words()
        if counted[word] >= LEAST_OFTEN and word.isascii() and word.isalpha()
        if len(word) >= spelling.SHORTEST
    }
    known = phrase_book().vocabulary
    targets = spelling.targets()
    kept = sorted(
        {
            w
            for w in words | set(GYM) | set(EVERYDAY)
            if w not in known and _is_near(w, known, targets)
        }
    )
    head = (
        "# Made by scripts/make_look_alikes.py: ordinary words near a word of the phrase tables.\n"
    )
    OUT.write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


def _is_near(word: str, known: frozenset[str], targets: tuple[str, ...]) -> bool:
    if spelling.heard_as(word) or not known.isdisjoint(spelling.swapped(word)):
        return True
    slips = spelling.slips_allowed(word)
    near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=slips, limit=6)
    return any(spelling.begins_alike(word, target) for target, _, _ in near)


if __name__ == "__main__":
    main()
