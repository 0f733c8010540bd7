// `completion`: the scripts that make shells complete our command lines, and what these scripts ask with each Tab.
import type { Command } from 'commander'
import { knownSlugs } from '../app/looking.ts'
import { loadConfig } from '../config/load.ts'
import { type Completion, completion } from './completing.ts'
import type { Shell } from './completion-shells.ts'
import type { Context } from './context.ts'

const usualConfig = 'config/newsstand.yaml'

/** What a script takes as: complete files here. */
const filesHere = ':files'

export async function completionScript(shell: Shell, { out }: Context): Promise<number> {
  out(scripts[shell])
  return 0
}

/** A line for each word that goes on with what is written: the word, a tab, what it is. Whatever goes wrong, there is nothing to say. */
export async function complete(root: Command, words: readonly string[], { out, env }: Context): Promise<number> {
  const current = words.at(-1) ?? ''
  const found = await wordsOf(completion(root, words), env).catch(() => [])
  out(
    found
      .filter(({ word }) => word === filesHere || word.startsWith(current))
      .map(({ word, about }) => `${word}\t${firstPart(about)}\n`)
      .join(''),
  )
  return 0
}

async function wordsOf(wanted: Completion, env: Context['env']) {
  if (wanted.kind === 'words') return wanted.words
  if (wanted.kind === 'files') return [{ word: filesHere, about: '' }]
  const settings = loadConfig(wanted.config ?? usualConfig, env)
  if (wanted.of === 'sources') return settings.sources.map(({ id, url }) => ({ word: id, about: new URL(url).hostname }))
  return (await knownSlugs(settings)).map(({ slug, name }) => ({ word: slug, about: name === slug ? '' : name }))
}

/** A menu has a line for each word. */
function firstPart(about: string): string {
  return about.split(/[:;]\s|\s\(/, 1)[0]?.replaceAll(/[\t\n]/g, ' ') ?? ''
}

const scripts: Readonly<Record<Shell, string>> = {
  bash: `# newsstand completion for bash
_newsstand() {
  local IFS=$'\\n' line
  COMPREPLY=()
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  while IFS= read -r line; do
    if [[ $line == :files* ]]; then
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${words[@]}" 2>/dev/null)
}
complete -F _newsstand newsstand
`,
  zsh: `#compdef newsstand
# newsstand completion for zsh
_newsstand() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files* ]]; then
      _files
      return
    fi
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe newsstand found
}
if [[ $funcstack[1] == _newsstand ]]; then
  _newsstand "$@"
else
  compdef _newsstand newsstand
fi
`,
  fish: `# newsstand completion for fish
function __newsstand_complete
  set -l words (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor)
  for line in ($words[1] complete -- $words[2..-1] 2>/dev/null)
    if string match --quiet ':files*' -- $line
      __fish_complete_path (commandline --current-token --cut-at-cursor)
    else
      echo $line
    end
  end
end
complete --command newsstand --no-files --arguments '(__newsstand_complete)'
`,
}
