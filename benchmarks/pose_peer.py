"""One film through MediaPipe's own pipeline; run by a Python that has mediapipe and PyAV."""

import json
import sys
from time import perf_counter, process_time

import av
import mediapipe

began, cpu = perf_counter(), process_time()
pose = mediapipe.solutions.pose.Pose(model_complexity=2, enable_segmentation=True)
found = []
with av.open(sys.argv[1]) as container:
    for frame in container.decode(video=0):
        picture = frame.to_ndarray(format="rgb24")
        seen = pose.process(picture).pose_landmarks
        high, wide = picture.shape[:2]
        places = [(p.x * wide, p.y * high) for p in seen.landmark] if seen else [(None, None)] * 33
        found.append(places)
took = {"whole_s": perf_counter() - began, "cpu_s": process_time() - cpu}
print(json.dumps({**took, "landmarks": found}))
