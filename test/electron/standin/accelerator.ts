const MODIFIERS = /^(command|cmd|control|ctrl|commandorcontrol|cmdorctrl|alt|option|altgr|shift|super|meta)$/i
const KEYS =
  /^([a-z0-9]|f([1-9]|1\d|2[0-4])|[)!@#$%^&*(:;+=<,_\->.?/~`{\][|\\}"']|plus|space|tab|capslock|numlock|scrolllock|backspace|delete|insert|return|enter|up|down|left|right|home|end|pageup|pagedown|escape|esc|volumeup|volumedown|volumemute|medianexttrack|mediaprevioustrack|mediastop|mediaplaypause|printscreen|num\d|numdec|numadd|numsub|nummult|numdiv)$/i

/**
 * A shortcut in one spelling, so that equal ones can be found.
 * @throws {Error} when it is none
 */
export function normalAccelerator(accelerator: string, platform = process.platform): string {
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  if (!KEYS.test(key) || !parts.every((part) => MODIFIERS.test(part)))
    throw new Error(`'${accelerator}' is not a valid accelerator`)
  const main = platform === 'darwin' ? 'command' : 'control'
  const modifiers = parts.map((part) =>
    part
      .toLowerCase()
      .replace(/^(commandorcontrol|cmdorctrl)$/, main)
      .replace(/^cmd$/, 'command')
      .replace(/^ctrl$/, 'control')
      .replace(/^option$/, 'alt')
      .replace(/^super$/, 'meta'),
  )
  return [...new Set(modifiers)].sort().concat(key.toLowerCase()).join('+')
}
