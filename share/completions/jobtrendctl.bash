# bash completion for jobtrendctl: commands, their options, kinds and formats.
# Names and options are asked of the program, so they are never out of date.

_jobtrendctl() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' word

    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
        -*) ;;
        *) command=$word && break ;;
        esac
    done
    COMPREPLY=()
    case $previous in
    --kind)
        if [ "$command" = bench-world ]; then
            mapfile -t COMPREPLY < <(compgen -W "$(jobtrendctl bench-world --help 2>/dev/null |
                sed -n '/--kind K  /,/--postings N /{s/.*only: //;s/--postings.*//;s/,//g;p}')" -- "$current")
            return
        fi
        mapfile -t COMPREPLY < <(compgen -W "auto $(jobtrendctl source kinds --format csv 2>/dev/null |
            sed '1d; s/,.*//')" -- "$current")
        return ;;
    --format)
        local formats='table csv json jsonl'
        case $command in
        import) formats='archive csv hn jobtech jsonl usajobs warc' ;;
        export) formats='archive csv jsonl' ;;
        check-claim) formats='table json jsonl' ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current")
        return ;;
    --write)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return ;;
    --keep-text)
        mapfile -t COMPREPLY < <(compgen -W 'ai all none' -- "$current")
        return ;;
    --summary)
        mapfile -t COMPREPLY < <(compgen -W 'json text' -- "$current")
        return ;;
    --mapping)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return ;;
    --measure)
        mapfile -t COMPREPLY < <(compgen -W 'flow stock share' -- "$current")
        return ;;
    --grain)
        mapfile -t COMPREPLY < <(compgen -W 'week month quarter year' -- "$current")
        return ;;
    esac
    if [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(jobtrendctl help 2>/dev/null | sed 's/ .*//')" -- "$current")
    elif [ "${current:0:1}" = - ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(jobtrendctl "$command" --help 2>/dev/null |
            grep -o -- '--[a-z-]*' | sort -u)" -- "$current")
    elif [ "$command" = schema ]; then
        mapfile -t COMPREPLY < <(compgen -W 'init upgrade verify' -- "$current")
    elif [ "$command" = source ] && [ "$previous" = source ]; then
        mapfile -t COMPREPLY < <(compgen -W 'add crawl kinds list remove test' -- "$current")
    elif [ "$command" = help ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(jobtrendctl help 2>/dev/null | sed 's/ .*//')" -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

complete -o filenames -F _jobtrendctl jobtrendctl
