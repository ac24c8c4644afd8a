import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** The layer that is looked at, by its place in the network, wherever it is chosen: in the column, the drawing or beside. */
export const useSelectedLayer = defineStore('selected-layer', () => {
  const layer = shallowRef<number | null>(null)

  function select(index: number | null): void {
    layer.value = index
  }

  return { layer, select }
})
