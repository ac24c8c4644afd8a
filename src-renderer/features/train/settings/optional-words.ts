import { TrainingSpec } from '../../../../src-engine/spec/training.ts'
import { settingFacts } from '../../run/setting-facts.ts'
import { plural } from '../../../ui/format.ts'

/** Facts that stand among what is required, or belong to the data. */
const ELSEWHERE = new Set(['loss', 'split', 'pictures', 'batch', 'changes', 'class weights'])
/** More than this is a list nobody reads. */
const NAMED = 5

/** What of the optional settings is otherwise than by default, in few words. */
export function optionalWords(training: TrainingSpec, seeds: number | ''): string {
  const data = { source: '', split: [0.6, 0.2, 0.2] as [number, number, number], prepare: null, table: null }
  const usual = TrainingSpec.parse({ optimizer: { type: training.optimizer.type } })
  const before = new Set(settingFacts({ data, training: usual }).map(String))
  const set = settingFacts({ data, training }).filter((fact) => !ELSEWHERE.has(fact[0]) && !before.has(String(fact)))
  const words = [
    ...(seeds === '' || seeds === 1 ? [] : [plural(seeds, 'seed')]),
    ...set.map(([name, value]) => (name === 'optimiser' ? value : `${name} ${value}`)),
  ]
  if (words.length === 0) return 'Nothing is set.'
  const rest = words.length - NAMED
  return [...words.slice(0, NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}
