import { resolve } from 'node:path'
import type { Classified } from '../../contract/types.ts'
import { EXIT } from '../exit-codes.ts'
import { note, percent, print, printJson, visible } from '../output.ts'
import { withApp, type GlobalOptions } from '../with-app.ts'

export interface ClassifyOptions extends GlobalOptions {
  readonly top: number
  readonly checkpoint: 'best' | 'last' | number
}

/** Pictures of a call: enough to keep the threads busy, few enough to hold in memory. */
const BATCH = 32

/** Asks a run what is on pictures. Pictures that cannot be read are reported in their place. */
export function classify(run: string, images: readonly string[], options: ClassifyOptions): Promise<number> {
  return withApp(options, 'read', async (app) => {
    const { id } = await app.invoke('runs/find', { run })
    const all: Classified[] = []
    for (let start = 0; start < images.length; start += BATCH) {
      const names = images.slice(start, start + BATCH)
      const results = await app.invoke('classify/pictures', {
        runId: id,
        topK: options.top,
        checkpoint: options.checkpoint,
        pictures: names.map((name) => ({ path: resolve(name) })),
      })
      all.push(...results.map((result, index) => ({ ...result, file: names[index] ?? result.file })))
    }
    if (options.json) printJson(all.map(toJson))
    else for (const result of all) show(result)
    return all.every((result) => 'error' in result) ? EXIT.input : EXIT.ok
  })
}

function toJson(result: Classified): object {
  if ('error' in result) return { file: result.file, error: result.error }
  const { file, tensorSha256, top } = result
  return { file, tensorSha256, top }
}

function show(result: Classified): void {
  if ('error' in result)
    note(`${visible(result.file)}: ${result.error.message}${result.error.hint ? ` ${result.error.hint}` : ''}`)
  else
    print(
      `${visible(result.file)}: ${result.top.map(({ label, probability }) => `${visible(label)} ${percent(probability)}`).join(', ')}`,
    )
}
