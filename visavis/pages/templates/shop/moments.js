// What a shop tells the widget at its critical moments; see docs/guide/invitations.md.
(() => {
  const REFUSED = '4000000000000002'
  const form = document.getElementById('payment')
  const photo = document.getElementById('photo')

  if (form) {
    const refused = document.getElementById('refused')
    const paid = document.getElementById('paid')
    const button = document.querySelector('[form=payment]')

    document.getElementById('refused-card').addEventListener('click', () => {
      form.elements.card.value = '4000 0000 0000 0002'
      form.elements.card.focus()
    })

    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const card = form.elements.card.value.replace(/\s/g, '')
      refused.hidden = true
      if (!/^\d{12,19}$/.test(card)) return refuse(refused.dataset.incomplete)
      const label = button.textContent
      button.disabled = true
      button.textContent = button.dataset.busy
      setTimeout(() => {
        button.disabled = false
        if (card === REFUSED) {
          button.textContent = button.dataset.again
          refuse(refused.dataset.refused)
          visavis('moment', 'payment_error')
        } else {
          button.textContent = label
          button.hidden = true
          form.hidden = true
          paid.textContent = paid.dataset.paid
        }
      }, 600)
    })

    function refuse(text) {
      refused.textContent = text
      refused.hidden = false
    }
  }

  if (photo) {
    const STOPS_AT = 62
    const sending = document.getElementById('sending')
    const bar = sending.querySelector('progress')
    const state = document.getElementById('sending-state')
    let timer

    function begin(name) {
      let share = 0
      let stalled = 0
      photo.hidden = true
      sending.hidden = false
      document.getElementById('sending-name').textContent = name
      state.textContent = ''
      clearInterval(timer)
      timer = setInterval(() => {
        if (share < STOPS_AT) {
          share += 2
          bar.value = share
          document.getElementById('sending-share').textContent = share
          return
        }
        stalled += 0.1
        if (stalled > 4) state.textContent = state.dataset.slow
        // Told every five seconds; how long is too long is for the brand to say, in its settings.
        if (Math.round(stalled * 10) % 50 === 0) visavis('moment', 'upload_stalled', { seconds: Math.round(stalled) })
      }, 100)
    }

    photo.elements.photo.addEventListener('change', ({ target }) => target.files[0] && begin(target.files[0].name))
    document.getElementById('sample').addEventListener('click', () => begin('IMG_2041.jpg'))
    document.getElementById('cancel').addEventListener('click', () => {
      clearInterval(timer)
      photo.reset()
      photo.hidden = false
      sending.hidden = true
    })
  }
})()
