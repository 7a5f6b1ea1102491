"""A sweep on a cluster with SLURM: jobs of the batch system are the workers, this process stores what they make.

    pip install -c constraints.txt -e '.[cluster]'
    python experiments/cluster/slurm.py quickstart results/quickstart --jobs 10 --partition normal
    python experiments/cluster/slurm.py --show                            # the job script, nothing is submitted

Run it where it may go on for as long as the sweep takes, such as in tmux on a login node. Killed and started again, it
goes on. exchsim must be installed in the same version for the jobs as here: a folder that all nodes see will do. PBS,
LSF, SGE and HTCondor have clusters of the same form in dask-jobqueue.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

COMPILE = "from exchsim.engine.compile import compile_engine; compile_engine()"


def cluster_of(partition: str | None, account: str | None, cores: int, hours: int) -> Any:
    """Jobs of one node each; a job has a process a core, for the engine runs on one core."""
    from dask_jobqueue import SLURMCluster

    return SLURMCluster(
        queue=partition,
        account=account,
        cores=cores,
        processes=cores,
        memory=f"{cores} GB",  # a worker takes 0.3 GB with most worlds; world_27m needs 3 GB a process
        walltime=f"{hours}:00:00",
        python=sys.executable,
        job_script_prologue=[f"{sys.executable} -c '{COMPILE}'"],  # once a job, before all its workers want it at once
        job_extra_directives=["--requeue"],
        worker_extra_args=["--lifetime", f"{hours * 60 - 5}m", "--lifetime-stagger", "4m"],
    )


def main() -> None:
    """Submit jobs and run a sweep on them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("experiment", nargs="?", default="quickstart")
    parser.add_argument("out", nargs="?", default="results/quickstart")
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--cores", type=int, default=32, help="of a node")
    parser.add_argument("--hours", type=int, default=4, help="that a job may take")
    parser.add_argument("--partition")
    parser.add_argument("--account")
    parser.add_argument("--show", action="store_true", help="print the job script and end")
    asked = parser.parse_args()
    with cluster_of(asked.partition, asked.account, asked.cores, asked.hours) as cluster:
        if asked.show:
            print(cluster.job_script())
            return
        from distributed import Client

        import exchsim

        cluster.scale(jobs=asked.jobs)
        with Client(cluster) as client:
            client.wait_for_workers(1)
            tally = exchsim.run_sweep(exchsim.load_experiment(asked.experiment), asked.out, executor=client)
    print(f"{tally.stored:,} of {tally.total:,} runs stored in {asked.out}, {tally.failed:,} failed")


if __name__ == "__main__":
    main()
