daemon_SRC :=
