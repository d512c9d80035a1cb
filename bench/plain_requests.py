"""What most write: requests.get in a pool of threads, two seconds of sleep after a 429. IDS TARGET"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests

WORKERS = 12


def fetch(imdb_id: str) -> Any:
    try:
        answer = requests.get(
            f"{os.environ['TMDB_BASE_URL']}/movie/{imdb_id}",
            params={"language": "pt-BR"},
            headers={"Authorization": f"Bearer {os.environ['TMDB_API_TOKEN']}"},
            timeout=10,
        )
        if answer.status_code == 429:
            time.sleep(2)
        answer.raise_for_status()
        return answer.json()
    except (requests.RequestException, ValueError):
        return None


ids = Path(sys.argv[1]).read_text().split()
with ThreadPoolExecutor(WORKERS) as pool, Path(sys.argv[2]).open("w") as target:
    target.writelines(json.dumps(found) + "\n" for found in filter(None, pool.map(fetch, ids)))
