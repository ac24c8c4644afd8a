import { InvalidArgumentError } from 'commander'
import { MAX_THREADS } from '../../../src-engine/spec/threads.ts'

// What commander calls with the text of an option: the value, or `InvalidArgumentError` with a sentence.

export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max || text.trim() === '')
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
    return value
  }
}

export function threadList(text: string): number[] {
  return text.split(',').map(integer(1, MAX_THREADS))
}

export function assignment(
  text: string,
  before: readonly (readonly [string, unknown])[],
): (readonly [string, unknown])[] {
  const at = text.indexOf('=')
  if (at <= 0) throw new InvalidArgumentError('It must look like path=value.')
  const value = text.slice(at + 1)
  try {
    return [...before, [text.slice(0, at), JSON.parse(value)]]
  } catch {
    return [...before, [text.slice(0, at), value]]
  }
}

export function checkpointName(text: string): 'best' | 'last' | number {
  return text === 'best' || text === 'last' ? text : integer(0, 1_000_000_000)(text)
}
