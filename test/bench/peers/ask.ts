import { spawnSync } from 'node:child_process'

/** Seconds after which a workload is given up: a peer that needs as long for a few steps is out of the race. */
const LIMIT = 180

/**
 * Runs a program that prints one JSON document.
 * @returns the document, or why there is none
 */
export function ask<T>(program: string, args: readonly string[], limit = LIMIT): T | { readonly failure: string } {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    ...{ encoding: 'utf8', timeout: limit * 1000, maxBuffer: 2 ** 26 },
  })
  if (error)
    return { failure: 'code' in error && error.code === 'ETIMEDOUT' ? `not done in ${limit} s` : error.message }
  if (status === 0) return parsed(stdout)
  const reason = stderr.split('\n').find((line) => /Error\b/.test(line)) ?? stderr.trim().split('\n').at(-1) ?? ''
  return { failure: reason.trim().slice(0, 160) }
}

/** What a peer prints beside its document is a failure of that peer, not the end of the comparison. */
function parsed<T>(stdout: string): T | { failure: string } {
  try {
    return JSON.parse(stdout) as T
  } catch {
    return { failure: `it printed something else than JSON: ${stdout.trim().slice(0, 100)}` }
  }
}
