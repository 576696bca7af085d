trends_SRC :=
