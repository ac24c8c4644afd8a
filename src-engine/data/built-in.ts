import { BUILT_IN_PICTURES, type BuiltInPictures } from './pictures/built-in.ts'
import { BUILT_IN_TABLES, type BuiltInTable } from './tables/built-in.ts'

/** Data that need no file: they are made by the code beside this. */
export type BuiltIn = BuiltInPictures | BuiltInTable

export const BUILT_INS: readonly BuiltIn[] = [...BUILT_IN_PICTURES, ...BUILT_IN_TABLES]

export function builtIn(name: string): BuiltIn | null {
  return BUILT_INS.find((one) => one.name === name) ?? null
}
