/** Two soft tones; nothing to load, and silence where a page may make no sound yet. */
export function beep(): void {
  try {
    const context = new AudioContext()
    for (const [index, tone] of [660, 880].entries()) {
      const oscillator = context.createOscillator()
      const gain = context.createGain()
      const at = context.currentTime + index * 0.12
      oscillator.frequency.value = tone
      gain.gain.setValueAtTime(0.0001, at)
      gain.gain.exponentialRampToValueAtTime(0.08, at + 0.02)
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.25)
      oscillator.connect(gain).connect(context.destination)
      oscillator.start(at)
      oscillator.stop(at + 0.3)
    }
    setTimeout(() => void context.close(), 1000)
  } catch {
    // A browser without sound.
  }
}
