# Loaded by every Python that Ansible starts: who waits for the world waits in its time, which is faster than ours. Short
# sleeps are Ansible's own, between its processes.
import os
import time

SPEED = float(os.environ.get("WORLD_SPEED", "1"))
wall_sleep = time.sleep


def sleep(seconds):
    wall_sleep(seconds / SPEED if seconds >= 1 else seconds)


time.sleep = sleep
