import type { Command, Option } from 'commander'
import { rules } from '../../rules/index.ts'
import type { ExitCode, Io } from '../io/io.ts'

type Flag = { readonly name: string; readonly takes: readonly string[] | 'file' | undefined; readonly says: string }

type Completed = {
  readonly name: string
  readonly says: string
  readonly flags: readonly Flag[]
  /** The words of its first argument; none where it takes files. */
  readonly words: readonly string[]
}

const valuesOf = ({ long, flags, argChoices }: Option): readonly string[] | 'file' => {
  if (long === '--only' || long === '--skip')
    return [...new Set(rules.flatMap(({ id }) => [id, id.split('/', 1)[0] ?? id]))]
  if (argChoices !== undefined) return argChoices
  return /<(?:file|dir|export)>$/.test(flags) ? 'file' : []
}

const completed = (command: Command, name: string): Completed => ({
  name,
  says: command.description(),
  words: name === 'explain' ? rules.map(({ id }) => id) : (command.registeredArguments[0]?.argChoices ?? []),
  flags: command.options
    .filter(({ long }) => long !== undefined)
    .map((option) => ({
      name: option.long ?? '',
      says: option.description,
      takes: option.required || option.optional ? valuesOf(option) : undefined,
    })),
})

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const listed = (words: readonly string[]): string => words.join(' ')

const bash = (commands: readonly Completed[]): string => {
  const cases = commands.map(({ name, flags, words }) => {
    const takers = flags.filter(({ takes }) => takes !== undefined)
    const choices = takers.map(
      ({ name: flag, takes }) =>
        `      ${flag}) ${takes === 'file' ? 'COMPREPLY=($(compgen -f -- "$word"))' : `COMPREPLY=($(compgen -W ${quoted(listed(takes ?? []))} -- "$word"))`}; return ;;`,
    )
    const rest =
      words.length > 0
        ? `COMPREPLY=($(compgen -W ${quoted(listed(words))} -- "$word"))`
        : 'COMPREPLY=($(compgen -f -- "$word"))'
    return `    ${name})
      case "$before" in
${choices.map((line) => line.replace(/^ {6}/, '        ')).join('\n')}
      esac
      case "$word" in -*) COMPREPLY=($(compgen -W ${quoted(listed(flags.map(({ name: flag }) => flag)))} -- "$word")); return ;; esac
      ${rest} ;;`
  })
  const names = commands.map(({ name }) => name).filter((name) => name !== 'lint')
  return `# pilotlint completion bash: source it, or put it into a folder of bash-completion.
_pilotlint() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command=lint at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${COMP_WORDS[at]}" in ${names.join(' | ')}) command="\${COMP_WORDS[at]}"; break ;; esac
  done
  case "$command" in
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" = 1 ]; then COMPREPLY+=($(compgen -W ${quoted(listed(names))} -- "$word")); fi
}
complete -o filenames -F _pilotlint pilotlint
`
}

// zsh reads a colon and brackets as parts of its own grammar.
const told = (text: string): string => text.replaceAll(/[[\]:\\]/g, (found) => `\\${found}`)

const zsh = (commands: readonly Completed[]): string => {
  const spec = ({ name, says, takes }: Flag): string => {
    const action = takes === undefined ? '' : takes === 'file' ? ':file:_files' : `:value:(${listed(takes)})`
    return quoted(`*${name}[${told(says)}]${action}`)
  }
  const cases = commands.map(({ name, flags, words }) => {
    const rest = words.length > 0 ? quoted(`*:word:(${listed(words)})`) : `'*:file:_files'`
    return `    ${name}) _arguments -s ${flags.map(spec).join(' ')} ${rest} ;;`
  })
  const others = commands.filter(({ name }) => name !== 'lint')
  return `#compdef pilotlint
# pilotlint completion zsh: put it into a folder of $fpath as _pilotlint.
_pilotlint() {
  local command=lint
  case "\${words[2]}" in ${others.map(({ name }) => name).join(' | ')}) command="\${words[2]}" ;; esac
  if (( CURRENT == 2 )); then
    local -a commands=(${others.map(({ name, says }) => quoted(`${name}:${told(says)}`)).join(' ')})
    _describe command commands
  fi
  if [[ $command != lint ]]; then shift words; (( CURRENT-- )); fi
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _pilotlint pilotlint
`
}

const fish = (commands: readonly Completed[]): string => {
  const names = commands.map(({ name }) => name).filter((name) => name !== 'lint')
  const lines = commands.flatMap(({ name, says, flags, words }) => {
    const when =
      name === 'lint' ? `'not __fish_seen_subcommand_from ${listed(names)}'` : `'__fish_seen_subcommand_from ${name}'`
    const own = flags.map(({ name: flag, says: about, takes }) => {
      const values = takes === undefined ? '' : takes === 'file' ? ' -r' : ` -x -a ${quoted(listed(takes))}`
      return `complete -c pilotlint -n ${when} -l ${flag.slice(2)}${values} -d ${quoted(about)}`
    })
    return [
      ...(name === 'lint' ? [] : [`complete -c pilotlint -n __fish_use_subcommand -a ${name} -d ${quoted(says)}`]),
      ...own,
      ...(words.length > 0 ? [`complete -c pilotlint -n ${when} -f -a ${quoted(listed(words))}`] : []),
    ]
  })
  return `# pilotlint completion fish: put it into ~/.config/fish/completions as pilotlint.fish.\n${lines.map((line) => `${line}\n`).join('')}`
}

const scripts = { bash, zsh, fish }

export type Shell = keyof typeof scripts

/** `pilotlint completion <shell>`: a script that knows every command, flag and closed list. */
export const runCompletion = (shell: Shell, program: Command, io: Io): ExitCode => {
  const commands = [
    completed(program, 'lint'),
    ...program.commands
      .filter((one) => one.name() !== 'lint' && one.name() !== 'help')
      .map((one) => completed(one, one.name())),
  ]
  io.stdout(scripts[shell](commands))
  return 0
}
