"""The families of documents, each in a module of its own; `table` lists them all."""
