import { Component, type ReactNode } from 'react';
import i18next from 'i18next';

interface State { error?: Error }

/** Catches what a page throws, so that the frame and the other pages stay. */
export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const t = i18next.t.bind(i18next);
    return (
      <div className="empty" role="alert">
        <strong>{t('crash')}</strong>
        <p>{t('crashHelp')}</p>
        <p className="mono wrap-any">{error.name}: {error.message}</p>
        <p><button type="button" className="plain-button" onClick={() => location.reload()}>{t('reload')}</button></p>
      </div>
    );
  }
}
