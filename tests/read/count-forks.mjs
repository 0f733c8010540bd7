// Loaded into the program under test with `--import`: notes every process that it forks.
import children from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { fork } = children
children.fork = (...args) => {
  appendFileSync(process.env.FORKS_FILE, 'forked\n')
  return fork(...args)
}
syncBuiltinESMExports()
