import { EditorView } from '@codemirror/view'

/**
 * Text typed over a selection, put in by the editor instead of the browser: Chromium would keep the look of what it replaces
 * in an inline style, which the page's policy refuses and reports.
 */
export const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view
    const { from, to, empty } = state.selection.main
    const { data } = event
    if (event.inputType !== 'insertText' || data === null || empty || event.isComposing) return false
    event.preventDefault()
    const insert = () => state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
    const isDone = state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert))
    if (!isDone) view.dispatch(insert())
    return true
  },
})
