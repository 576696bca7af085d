cli_SRC := \
	cli/chart.c \
	cli/cmd_enrich.c \
	cli/cmd_extract.c \
	cli/cmd_help.c \
	cli/cmd_locate.c \
	cli/cmd_probe.c \
	cli/cmd_robots.c \
	cli/cmd_schema.c \
	cli/cmd_source.c \
	cli/cmd_status.c \
	cli/cmd_trend.c \
	cli/command.c \
	cli/dictionary.c \
	cli/input.c \
	cli/json_member.c \
	cli/lines.c \
	cli/main.c \
	cli/option.c \
	cli/ordered.c \
	cli/progress.c \
	cli/recognise.c \
	cli/session.c \
	cli/source_map.c \
	cli/table.c \
	cli/trial.c \
	cli/visit.c
