import { MUTATED } from './program.ts'
import type { Mutant } from './weave.ts'

export interface Verdict extends Mutant {
  readonly fate: 'failed' | 'hung' | 'survived' | 'not reached'
}

const isKilled = ({ fate }: Verdict): boolean => fate === 'failed' || fate === 'hung'

/** Survivors, files with survivors, and the score of each folder. */
export function report(verdicts: readonly Verdict[]): string {
  const survivors = verdicts.filter((verdict) => !isKilled(verdict))
  const files = [...new Set(survivors.map(({ file }) => file))].sort()
  return [
    ...files.flatMap((file) => [
      `${file}: ${share(verdicts.filter((verdict) => verdict.file === file))}`,
      ...survivors
        .filter((verdict) => verdict.file === file)
        .map(line)
        .sort(byLine),
    ]),
    ...MUTATED.map((folder) => `${folder}: ${share(verdicts.filter(({ file }) => file.startsWith(`${folder}/`)))}`),
  ].join('\n')
}

const line = ({ line, kind, before, after, fate }: Verdict): string =>
  `  ${line}: ${kind}: ${before} → ${after}${fate === 'survived' ? '' : ` (${fate})`}`

const byLine = (a: string, b: string): number => parseInt(a) - parseInt(b)

function share(verdicts: readonly Verdict[]): string {
  const killed = verdicts.filter(isKilled).length
  const hung = verdicts.filter(({ fate }) => fate === 'hung').length
  const percent = ((100 * killed) / verdicts.length).toFixed(1)
  return `${killed} of ${verdicts.length} killed, ${percent} % (${hung} of them hung or died)`
}
