"""Builders of the world tables, one file per noun. Needs the public source files, babel and lang2vec."""
