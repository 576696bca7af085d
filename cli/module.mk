cli_SRC :=
