# bash completion for jobtrendctl.
#
# All that is offered comes from the program: `jobtrendctl COMMAND
# --list-options` prints a line for each option, "NAME<TAB>ARGUMENT<TAB>WHAT IT
# TAKES<TAB>TEXT", and one of the name "-" for what is no option.

# Words for what an option takes: @file, @dir, @kind, @command, or the words.
_jobtrendctl_words() {
    local program=$1 takes=$2 current=$3

    case $takes in
    @file) compgen -f -- "$current" ;;
    @dir) compgen -d -- "$current" ;;
    @kind) compgen -W "auto $("$program" source kinds --format csv 2>/dev/null |
        sed '1d; s/,.*//')" -- "$current" ;;
    @command) compgen -W "$("$program" help 2>/dev/null | sed 's/ .*//')" -- "$current" ;;
    *) compgen -W "$takes" -- "$current" ;;
    esac
}

_jobtrendctl() {
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} option='' command='' i name argument takes
    local -A taken=()

    # --name=value is three words, or two where the value is still empty.
    if [ "$current" = = ]; then
        current='' option=${COMP_WORDS[COMP_CWORD - 1]}
    elif [ "${COMP_WORDS[COMP_CWORD - 1]}" = = ]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    else
        option=${COMP_WORDS[COMP_CWORD - 1]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --color | --config | --db | --format) ((i++)) && [ "${COMP_WORDS[i]}" = = ] && ((i++)) ;;
        -* | =) ;;
        *) command=${COMP_WORDS[i]} && break ;;
        esac
    done
    COMPREPLY=()
    # A tab is white space to `read`, so empty fields need another mark.
    while IFS=$'\x1f' read -r name argument takes _; do
        taken[$name]=$takes
        [ -n "$argument" ] || [ "$name" = - ] || taken[$name]=@none
        if [ "$name" = "$option" ] && [ -n "$argument" ]; then
            mapfile -t COMPREPLY < <(_jobtrendctl_words "$program" "$takes" "$current")
            case $takes in @file | @dir) compopt -o filenames ;; esac
            return
        fi
    done < <("$program" ${command:+"$command"} --list-options 2>/dev/null | tr '\t' '\037')
    case $current in
    -*) mapfile -t COMPREPLY < <(compgen -W "${!taken[*]} --help" -- "$current") ;;
    *)
        takes=${taken[-]:-}
        if [ "$command" = source ] && [ "${COMP_WORDS[COMP_CWORD - 1]}" != source ]; then
            takes=@file
        fi
        mapfile -t COMPREPLY < <(_jobtrendctl_words "$program" "$takes" "$current")
        case $takes in @file | @dir) compopt -o filenames ;; esac
        ;;
    esac
}

complete -F _jobtrendctl jobtrendctl
