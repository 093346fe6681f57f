(() => {
  // Calls made before the widget has arrived wait here.
  window.visavis ??= function () {
    (visavis.q ??= []).push(arguments)
  }

  const { brand, jwt } = JSON.parse(document.getElementById('shop-data').textContent)
  const signIn = document.getElementById('sign-in')
  const signedIn = document.getElementById('signed-in')
  const key = `shop:${brand}:signed-in`

  const show = (isSignedIn) => {
    signIn.hidden = isSignedIn
    signedIn.hidden = !isSignedIn
  }

  // A function: the chat asks for a fresh token when it opens, which may be much later.
  const token = async () => {
    const answer = await fetch(`/shop/${brand}/identify`, { method: 'POST' })
    if (!answer.ok) throw new Error(`identify: ${answer.status}`)
    return (await answer.json()).jwt
  }

  signIn.addEventListener('click', () => {
    sessionStorage.setItem(key, '1')
    show(true)
    visavis('identify', token)
  })
  document.getElementById('sign-out').addEventListener('click', () => {
    sessionStorage.removeItem(key)
    show(false)
    visavis('reset')
  })

  // Nobody is invited twice in a visit: whoever tries the shop out may want to be somebody else.
  document.getElementById('afresh').addEventListener('click', ({ target }) => {
    sessionStorage.removeItem(key)
    show(false)
    visavis('reset')
    target.textContent = target.dataset.done
  })

  if (jwt) visavis('identify', jwt)
  show(Boolean(jwt) || sessionStorage.getItem(key) === '1')
})()
