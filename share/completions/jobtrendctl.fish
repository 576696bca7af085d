# fish completion for jobtrendctl.
#
# All that is offered comes from the program: `jobtrendctl COMMAND
# --list-options` prints a line for each option, "NAME<TAB>ARGUMENT<TAB>WHAT IT
# TAKES<TAB>TEXT", and one of the name "-" for what is no option.

# Candidates for what an option takes, each after a prefix.
function __jobtrendctl_words --argument-names program takes prefix current
    switch $takes
        case @file
            printf $prefix'%s\n' (__fish_complete_path $current)
        case @dir
            printf $prefix'%s\n' (__fish_complete_directories $current)
        case @kind
            printf $prefix'%s\n' auto ($program source kinds --format csv 2>/dev/null | string replace -r ',.*' '')[2..-1]
        case @command
            $program help 2>/dev/null | string replace -r ' +' \t
        case '*'
            string match -q '?*' -- $takes; and printf $prefix'%s\n' (string split ' ' -- $takes)
    end
end

function __jobtrendctl
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -l option ''
    set -l prefix ''
    set -l command
    set -l skip 0

    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word --color --config --db --format
            set skip 1
        else if not string match -q -- '-*' $word
            set command $word
            break
        end
    end
    if string match -q -- '--*=*' $current
        set option (string replace -r '=.*' '' -- $current)
        set prefix "$option="
        set current (string replace -r '^[^=]*=' '' -- $current)
    else if test (count $words) -gt 1
        set option $words[-1]
    end
    set -l lines ($program $command --list-options 2>/dev/null)
    for line in $lines
        set -l row (string split \t -- $line)
        if test $row[1] = "$option" -a -n "$row[2]"
            __jobtrendctl_words $program "$row[3]" "$prefix" "$current"
            return
        end
    end
    for line in $lines
        set -l row (string split \t -- $line)
        if test $row[1] != -
            string match -q -- '-*' "$current"; and printf '%s\t%s\n' $row[1] "$row[4]"
        else if test "$command" = source -a "$words[-1]" != source
            __jobtrendctl_words $program @file '' "$current"
        else
            __jobtrendctl_words $program "$row[3]" '' "$current"
        end
    end
    string match -q -- '-*' "$current"; and printf '%s\t%s\n' --help 'tell what the command does'
end

complete -c jobtrendctl -f -a '(__jobtrendctl)'
