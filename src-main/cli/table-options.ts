import { InvalidArgumentError, Option, type Command } from 'commander'
import { Task } from '../../src-engine/spec/data.ts'
import { ColumnType, TableDialect, type TableChoice } from '../contract/types.ts'

/** What may be said about how a CSV file is read. */
export interface TableOptions {
  readonly target?: string
  readonly task?: Task
  readonly delimiter?: TableDialect['delimiter']
  /** Always there; false only when it was said. */
  readonly header?: boolean
  readonly type?: Readonly<Record<string, ColumnType>>
  readonly ignore?: readonly string[]
  readonly missing?: 'fill' | 'drop'
}

const TAB = ['tab', '\\t']

export function addTableOptions(command: Command): Command {
  return command
    .option('--target <column>', 'of a table: the column to learn; unless given, the last')
    .addOption(new Option('--task <task>', 'of a table: what is learnt').choices(Task.options))
    .addOption(
      new Option('--delimiter <mark>', 'of a table: what divides its columns; unless given, it is found')
        .choices([',', ';', '|', 'tab', '\\t'])
        .argParser((mark) => (TAB.includes(mark) ? '\t' : TableDialect.shape.delimiter.parse(mark))),
    )
    .option('--no-header', 'of a table: its first row is data already')
    .option('--type <column=type>', 'of a table: number or category; may be repeated', columnType)
    .option(
      '--ignore <column>',
      'of a table: a column to leave out; may be repeated',
      (name, before: string[] = []) => [...before, name],
    )
    .addOption(
      new Option('--missing <how>', 'of a table: fill cells without a value, or drop their rows').choices([
        'fill',
        'drop',
      ]),
    )
}

/** @returns undefined when nothing was said */
export function tableChoice(options: TableOptions): TableChoice | undefined {
  const { target, task, delimiter, header, type = {}, ignore = [], missing } = options
  const dialect = { ...(delimiter && { delimiter }), ...(header === false && { header }) }
  const columns = [
    ...Object.entries(type).map(([name, one]) => ({ name, type: one })),
    ...ignore.map((name) => ({ name, role: 'ignore' as const })),
  ]
  const choice: TableChoice = {
    ...(Object.keys(dialect).length > 0 && { dialect }),
    ...(columns.length > 0 && { columns }),
    ...(target !== undefined && { target }),
    ...(task && { task }),
    ...(missing && { missing }),
  }
  return Object.keys(choice).length > 0 ? choice : undefined
}

function columnType(text: string, before: Record<string, ColumnType> = {}): Record<string, ColumnType> {
  const at = text.lastIndexOf('=')
  const type = ColumnType.safeParse(text.slice(at + 1))
  if (at < 1 || !type.success) throw new InvalidArgumentError('It looks like --type zip=category; number or category.')
  return { ...before, [text.slice(0, at)]: type.data }
}
