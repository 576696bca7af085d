bench_SRC :=
