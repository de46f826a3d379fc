# Completion of the command for bash: commands, options, formats, stages, files.
_entente() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  case $command in graph | train) command="$command ${COMP_WORDS[2]}" ;; esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W 'run show why rules inspect graph train eval bench --help --version' -- "$word")
    return
  fi
  case $before in
    --to) mapfile -t COMPREPLY < <(compgen -W 'jsonl conllu openie brat csv graphml gexf dot nodelink d3 html neo4j nquads ftm sqlite none' -- "$word") ;;
    --from) mapfile -t COMPREPLY < <(compgen -W 'text lines jsonl conllu iob2' -- "$word") ;;
    rules) mapfile -t COMPREPLY < <(compgen -W 'check test' -- "$word") ;;
    train) mapfile -t COMPREPLY < <(compgen -W 'clusters lists tag names parse coref link' -- "$word") ;;
    graph) mapfile -t COMPREPLY < <(compgen -W 'add merge drop identities decide export stats around path diff' -- "$word") ;;
    eval) mapfile -t COMPREPLY < <(compgen -W 'tokenise tag names parse link' -- "$word") ;;
    inspect) mapfile -t COMPREPLY < <(compgen -W "$(entente inspect 2>/dev/null | sed -n 's/ — .*//p')" -- "$word") ;;
    *)
      case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W "$(entente $command --help 2>/dev/null |
          grep -oE -- '--[a-z]+' | sort -u)" -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
      esac
      ;;
  esac
}
complete -o filenames -F _entente entente
