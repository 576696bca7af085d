enrich_SRC :=
