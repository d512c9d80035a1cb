"""The state machine as tests and `make state-machine` have it: parts of an account that is nobody's.

`python -m tests.deploy.state_machines` writes it, for validators.
"""

import json
import sys

from filmes_lake.deploy.state_machine import Parts, state_machine

_HERE = "us-east-1:123456789012"

PARTS = Parts(
    stack="films",
    plan=f"arn:aws:lambda:{_HERE}:function:films-plan",
    ingest_tmdb=f"arn:aws:lambda:{_HERE}:function:films-ingest",
    transform=f"arn:aws:lambda:{_HERE}:function:films-transform",
    register=f"arn:aws:lambda:{_HERE}:function:films-register",
    topic=f"arn:aws:sns:{_HERE}:films",
    job="films",
    ask={"min_votes": 1000},
)

if __name__ == "__main__":
    sys.stdout.write(json.dumps(state_machine(PARTS), indent=1))
