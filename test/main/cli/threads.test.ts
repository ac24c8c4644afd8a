import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'
import { program } from '../../../src-main/cli/program/program.ts'
import { commands } from '../../../src-main/contract/contract.ts'

const refused = ['0', '1000', '-1', '1.5', 'NaN', 'Infinity', 'two', '', String(MAX_THREADS + 1)]

test.each(refused)('--threads %j is wrong usage, and says what is possible', async (threads) => {
  const glassbox = program('', () => Promise.reject(new Error('Nothing should run.')))
  let printed = ''
  for (const command of [glassbox, ...glassbox.commands])
    command.configureOutput({ writeErr: (text) => (printed += text) }).exitOverride()
  const parsed = glassbox.parseAsync(['train', 'folder', `--threads=${threads}`], { from: 'user' })
  await expect(parsed).rejects.toThrow(CommanderError)
  expect(printed).toContain(`It must be a whole number from 1 to ${MAX_THREADS}.`)
})

test.each([0, 1000, -1, 1.5, NaN, Infinity, '2'])(
  '%j threads are refused by name, of a run and as a setting',
  (threads) => {
    const pathsOf = (command: 'runs/start' | 'settings/set', input: object) =>
      commands[command].input.safeParse(input).error?.issues.map(({ path }) => path)
    expect(pathsOf('runs/start', { threads })).toContainEqual(['threads'])
    expect(pathsOf('settings/set', { threads })).toEqual([['threads']])
  },
)

test.each([1, MAX_THREADS])('%i threads are taken', (threads) => {
  expect(commands['settings/set'].input.safeParse({ threads }).success).toBe(true)
})
