// Loads the page again when its address shows something else. It asks from time to time and holds no connection open: a
// browser has six of them for all tabs together. A hidden tab does not ask until it is looked at again.
{
  const { shown } = document.currentScript.dataset;
  const look = async () => {
    let pause = 300;
    try {
      if (!document.hidden) {
        const answer = await fetch(location.pathname, { method: 'HEAD' });
        if (answer.headers.get('ETag') !== `"${shown}"`) return location.reload();
      }
    } catch {
      // The preview has ended, and may be started again.
      pause = 2000;
    }
    setTimeout(look, pause);
  };
  look();
}
