import { inject, type InjectionKey, type Ref } from 'vue'
import type { GlassboxApi } from '../../src-main/contract/api.ts'

/** `refused`: another Glassbox answers at this address, and it does not know this page. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'

/** The application over a host that can go away and come back. */
export interface Connection extends GlassboxApi {
  readonly state: Readonly<Ref<ConnectionState>>
  /** Calls `listener` after a reconnection when events or answers were lost: whatever was read must be read anew. */
  onMissed(listener: () => void): () => void
}

export const connectionKey: InjectionKey<Connection> = Symbol('connection')

export function useConnection(): Connection {
  const connection = inject(connectionKey)
  if (!connection) throw new Error('No connection was provided to the application.')
  return connection
}
