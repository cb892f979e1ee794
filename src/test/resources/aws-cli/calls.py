# The AWS CLI, many calls in one process: starting Python and loading the CLI is most of what a call costs.
# A line of standard input is a call's arguments as a JSON list; its answer is a JSON object in a line.
import io
import json
import os
import sys
import time

import awscli
from awscli.clidriver import create_clidriver

SPEED = float(os.environ["WORLD_SPEED"])
wall_sleep = time.sleep
# Waiters sleep in the world's time, which is faster than ours.
time.sleep = lambda seconds: wall_sleep(seconds / SPEED)

# Reading a service's model is what is left; a driver itself keeps what one call has set.
models = create_clidriver().session.get_component("data_loader")


def call(arguments):
    driver = create_clidriver()
    driver.session.register_component("data_loader", models)
    return driver.main(arguments)


answers, questions = sys.stdout, sys.stdin
sys.stdin = open(os.devnull)
print(awscli.__version__, file=answers, flush=True)
for question in questions:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        exit_status = call(json.loads(question))
    except SystemExit as end:
        exit_status = end.code
    finally:
        sys.stdout, sys.stderr = answers, sys.__stderr__
    texts = [each.buffer.getvalue().decode("utf-8").strip() for each in (out, err)]
    print(json.dumps({"exit": exit_status or 0, "out": texts[0], "err": texts[1]}), file=answers, flush=True)
