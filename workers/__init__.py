"""What runs. A map of the house.

A report enters through `shared.intake`, which writes it to the store and sends its id on. Then:

- `steps/` is what is done to a report, one file a worker: `normalize`, then `dedup` beside `read`, which
  `quotes` and `entities` follow, then `resolve`. A step is a plain function; its `@step(after=..., version=...)` line
  is all there is to register. It knows nothing of queues, Redis or retries.
- `text/` is the language craft that steps use: pure functions and their tables.
- `weights.py` loads the language model that `read` asks; `weights/` holds it, `training/` beside this folder makes it.
- `taggers/` are other programs that may find the names in its place (WIRE_ENTITIES).
- `run.py` takes one message through one step: claim, run, store, announce. The heart; read it after one step.
- `sweep.py` finds what is overdue and sends it again.
- `poll.py` polls one feed once; `beat.py` says in a deployment when each of WIRE_FEEDS is polled.
- `intake_message.py` checks reports fed as Celery messages; `shared.monitoring` says what Flower shows.
- `app.py` turns steps into Celery tasks and queues (`celery -A workers.app worker`).
- `desk/` is where people meet it: the command line and its own Redis.

Arrows run one way, `desk -> app -> run -> steps -> text`, and all of them to `shared`.
The store is the truth, a message is only a hint: any message can be lost, doubled or late, and the result is the same.
"""
