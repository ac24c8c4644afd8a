import { computed, shallowRef, watch } from 'vue'
import type { CommandInput } from '../../../../src-main/contract/contract.ts'
import { toEnvelope, type ErrorEnvelope } from '../../../../src-main/contract/errors.ts'
import type { TableChoice, TableColumn, TablePreview } from '../../../../src-main/contract/types.ts'
import { useConnection } from '../../../api/connection.ts'

type Source = CommandInput<'datasets/table-preview'>['source']

/** How a table would be read, kept up to date with every choice; while an answer is on its way the last one stays. */
export function useTablePreview(source: () => Source | null) {
  const api = useConnection()
  const choice = shallowRef<TableChoice>({})
  const preview = shallowRef<TablePreview | null>(null)
  const error = shallowRef<ErrorEnvelope | null>(null)
  const asked = shallowRef(0)
  const answered = shallowRef(0)

  async function look(): Promise<void> {
    const from = source()
    if (!from) return
    const mine = ++asked.value
    try {
      const found = await api.invoke('datasets/table-preview', { source: from, choice: choice.value })
      if (mine !== asked.value) return
      preview.value = found
      error.value = null
    } catch (caught) {
      if (mine === asked.value) error.value = toEnvelope(caught)
    }
    if (mine === asked.value) answered.value = mine
  }
  watch([source, choice], look, { immediate: true })

  /** Another dialect makes other columns: what was chosen of them means nothing any more. */
  function setDialect(dialect: NonNullable<TableChoice['dialect']>): void {
    choice.value = { dialect: { ...choice.value.dialect, ...dialect } }
  }
  function setColumn({ name, ...change }: Partial<TableColumn> & Pick<TableColumn, 'name'>): void {
    const { columns = [], target, ...rest } = choice.value
    const before = columns.find((column) => column.name === name)
    const others = columns.filter((column) => column.name !== name)
    // Two targets cannot be: the new one takes the place of the other.
    const freed = change.role === 'target' ? others.filter(({ role }) => role !== 'target') : others
    const keepsTarget = target !== undefined && target !== name && change.role !== 'target'
    choice.value = {
      ...rest,
      columns: [...freed, { ...before, name, ...change }],
      ...(keepsTarget && { target }),
    }
  }
  function set(change: Pick<TableChoice, 'task' | 'missing'>): void {
    choice.value = { ...choice.value, ...change }
  }

  return {
    ...{ choice, preview, error, look, setDialect, setColumn, set },
    isLooking: computed(() => asked.value !== answered.value),
  }
}
