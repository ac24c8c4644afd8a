import type { CommandLine } from 'electron'
import { record } from './records.ts'
import { strict } from './strict.ts'

const switches = new Map<string, string>()

/** The browser is really started with these. */
export const commandLine = strict('commandLine', {
  appendSwitch(name, value = '') {
    switches.set(name, value)
    record((records) => (records.switches[name] = value))
  },
  hasSwitch: (name) => switches.has(name),
  getSwitchValue: (name) => switches.get(name) ?? '',
  removeSwitch: (name) => void switches.delete(name),
} satisfies Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'>)

/** @param rule for the names of custom schemes, which comes before the application's own */
export function browserFlags(rule: string): string[] {
  const rules = [rule, switches.get('host-resolver-rules')].filter(Boolean).join(',')
  const others = [...switches].filter(([name]) => name !== 'host-resolver-rules')
  return [
    ...others.map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
    `--host-resolver-rules=${rules}`,
  ]
}
