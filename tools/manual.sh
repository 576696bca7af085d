#!/bin/sh
# Make the manual pages of templates and of what the programs say of themselves.
#
#   tools/manual.sh BUILD OUT      OUT/jobtrendctl.1 ... from share/man/*.in
#
# A line of a template that is
#   @options PROGRAM@    becomes the options of `PROGRAM --help`
#   @commands@           ... a section for each command of jobtrendctl
#   @keys N@             ... the N-th table of `jobtrendd --help-config`
#   @kinds@              ... the kinds of source
# so that a page cannot say other things than the program.
set -eu
build=$1
out=$2
root=$(cd "$(dirname "$0")/.." && pwd)

# Text of --help: options become a list, other indented lines stay as they are.
help_to_mdoc() {
	awk '
	function plain(s) {
		gsub(/\\/, "\\e", s)
		while (match(s, /`[^`]*`/))
			s = substr(s, 1, RSTART - 1) "\\(oq" \
				substr(s, RSTART + 1, RLENGTH - 2) "\\(cq" \
				substr(s, RSTART + RLENGTH)
		if (s ~ /^[.\047]/)
			s = "\\&" s
		return s
	}
	function become(kind) {
		if (state == kind)
			return
		if (state == "list")
			print ".El"
		if (state == "literal")
			print ".Ed"
		if (kind == "list")
			print ".Bl -tag -width indent"
		if (kind == "literal")
			print ".Bd -literal -offset indent"
		if (kind == "text" && has_text)
			print ".Pp"
		state = kind
		if (kind == "text")
			has_text = 1
	}
	# A blank line ends a paragraph, not a list that goes on.
	/^ *$/ { if (state == "text" || state == "literal") become(""); next }
	/^  [^ ].*[^ ]  +[^ ]/ || /^  --/ {
		line = substr($0, 3)
		gap = match(line, /  +/)
		tag = gap ? substr(line, 1, gap - 1) : line
		become("list")
		n = split(tag, word, " ")
		item = ".It"
		for (i = 1; i <= n; i++) {
			if (word[i] ~ /^--/)
				item = item " Fl " substr(word[i], 2)
			else
				item = item " " (word[1] ~ /^--/ ? "Ar " : i == 1 ? "Cm " : "") \
					word[i]
		}
		print item
		if (gap)
			print plain(substr(line, gap + RLENGTH))
		next
	}
	/^    +[^ ]/ && state == "list" { sub(/^ +/, ""); print plain($0); next }
	/^ / { become("literal"); sub(/^  /, ""); print plain($0); next }
	{ become("text"); print plain($0) }
	END { become("") }'
}

options() { # everything below the usage
	"$build/$1" --help | sed '1,/^$/d' | help_to_mdoc
}

commands() {
	"$build/jobtrendctl" help | sed 's/ .*//' | while read -r name; do
		echo ".Ss $name"
		"$build/jobtrendctl" "$name" --help | awk '
			/^$/ { exit }
			{ sub(/^usage: /, ""); sub(/^       /, ""); sub(/ +$/, ""); print }' |
			{ echo ".Bd -literal"; cat; echo ".Ed"; }
		"$build/jobtrendctl" "$name" --help | sed '1,/^$/d' |
			sed '1s/\(.*\)/\1./; 1s/^\(.\)/\u\1/' | help_to_mdoc
	done
}

# Rows of a Markdown table: key, value, default, [changed by,] meaning.
keys() {
	"$build/jobtrendd" --help-config | awk -v wanted="$1" -F ' *\\| *' '
	function plain(s) {
		gsub(/\\/, "\\e", s)
		while (match(s, /`[^`]*`/))
			s = substr(s, 1, RSTART - 1) "\\(oq" \
				substr(s, RSTART + 1, RLENGTH - 2) "\\(cq" \
				substr(s, RSTART + RLENGTH)
		return s ~ /^[.\047]/ ? "\\&" s : s
	}
	/^\| key/ { table++; next }
	/^\|---/ || table != wanted { next }
	/^\|/ {
		key = $2
		gsub(/`/, "", key)
		print ".It Ic " key
		meaning = plain($(NF - 1))
		if (meaning !~ /^jobtrend/)
			meaning = toupper(substr(meaning, 1, 1)) substr(meaning, 2)
		print meaning "."
		default_ = $4
		gsub(/`/, "", default_)
		gsub(/\\/, "\\e", default_)
		print "Value: " $3 (default_ != "" ? "; default " default_ : "") \
			(NF == 7 && $5 == "restart" ? "; needs a restart" : "") "."
	}' | { echo ".Bl -tag -width indent"; cat; echo ".El"; }
}

kinds() {
	"$build/jobtrendctl" source kinds --format csv | sed '1d; s/,.*//' | paste -s -d ' ' |
		fold -s -w 72 | sed 's/ $//'
}

# A sentence a line, none longer than a terminal; literal text as it is.
fill() {
	awk '
	function put(s,    at) {
		while (length(s) > 78) {
			at = 78
			while (at > 1 && substr(s, at, 1) != " ")
				at--
			if (at == 1)
				break
			print guard(substr(s, 1, at - 1))
			s = substr(s, at + 1)
		}
		print guard(s)
	}
	function guard(s) { return s ~ /^[.\047]/ ? "\\&" s : s }
	/^\.Bd -literal/ { literal = 1 }
	/^\.Ed/ { literal = 0 }
	literal || /^\./ { print; next }
	{
		while (match($0, /[^.][.!?]\)?  *[A-Z]/)) {
			end = RSTART + RLENGTH - 1
			put(substr($0, 1, match(substr($0, 1, end - 1), / *$/) - 1))
			$0 = substr($0, end)
		}
		put($0)
	}'
}

# What fails at the head of a pipe is not seen.
for program in jobtrendctl jobtrendd jobtrend-web; do
	"$build/$program" --help >/dev/null ||
		{ echo "manual: $build/$program: expected its --help, it failed" >&2; exit 1; }
done

mkdir -p "$out"
for template in "$root"/share/man/*.in; do
	page=$out/$(basename "$template" .in)
	while IFS= read -r line; do
		case $line in
		@options\ *@) line=${line#@options } && options "${line%@}" ;;
		@commands@) commands ;;
		@keys\ *@) line=${line#@keys } && keys "${line%@}" ;;
		@kinds@) kinds ;;
		@*@) echo "$template: $line: expected options, commands, keys or kinds" >&2 && exit 1 ;;
		*) printf '%s\n' "$line" ;;
		esac
	done < "$template" | fill > "$page.new"
	mv "$page.new" "$page"
done
