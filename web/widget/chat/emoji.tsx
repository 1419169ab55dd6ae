/** @jsxImportSource preact */
const signs = (
  '😀 😄 😁 😂 🙂 😉 😊 😍 😘 😎 🤔 😐 😕 😟 😢 😭 😡 😱 😴 🤗 🙏 👍 👎 👌 👏 🤝 💪 👋 ✋ 🤷 ' +
  '❤️ 💔 🔥 ⭐ 🎉 🎁 ✅ ❌ ❗ ❓ ⏰ 📦 🚚 💳 🧾 📞 📧 📷 🔑 🔒 💡 🌹 ☕ 🍰 🐱 🐶 ☀️ 🌧️ ⚡ 🏠'
).split(' ')

/** Loaded when it is first opened. */
export function EmojiTable({ onPick }: { onPick: (sign: string) => void }) {
  return (
    <div class="emoji">
      {signs.map((sign) => (
        <button type="button" key={sign} onClick={() => onPick(sign)}>
          {sign}
        </button>
      ))}
    </div>
  )
}
