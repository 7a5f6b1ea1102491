"""Runs on disk: frames, Parquet files with units, manifests, checkpoints."""
