/** Two soft notes, an octave below the ear's most tender place (Hz), each as long as a breath (s). */
const NOTES = [587.33, 783.99]
const LENGTH = 0.35
const LOUDNESS = 0.06

let context: AudioContext | undefined

/** Sounds once the page was touched: no browser lets it before, and none would be heard. */
export function chime(): void {
  if (!navigator.userActivation?.hasBeenActive || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  void context.resume()
  const start = context.currentTime + 0.02
  NOTES.forEach((pitch, at) => note(context!, pitch, start + at * 0.14))
}

function note(on: AudioContext, pitch: number, at: number): void {
  const tone = new OscillatorNode(on, { type: 'sine', frequency: pitch })
  const volume = new GainNode(on, { gain: 0 })
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH)
  tone.connect(volume).connect(on.destination)
  tone.start(at)
  tone.stop(at + LENGTH)
}
