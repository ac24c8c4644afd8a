/** Names of columns, none empty and none twice. */
export interface ColumnName {
  readonly name: string
  /** As the file has it, where it could not stay. */
  readonly renamedFrom: string | null
}

/** @param header cells of the first row, or null when there is none */
export function columnNames(header: readonly string[] | null, width: number): ColumnName[] {
  const taken = new Set(header?.map((cell) => cell.trim()))
  const given = new Set<string>()
  return Array.from({ length: width }, (_, column) => {
    const wanted = header?.[column]?.trim() ?? ''
    let name = wanted || `column ${column + 1}`
    for (let copy = 2; given.has(name) || (name !== wanted && taken.has(name)); copy++)
      name = `${wanted || `column ${column + 1}`} (${copy})`
    given.add(name)
    return { name, renamedFrom: wanted !== '' && name !== wanted ? wanted : null }
  })
}
