import type { ThemeConfig } from 'antd';

/**
 * Ant Design's look with enough contrast: its own greys and tints fail WCAG AA.
 * Styles come from its static sheet; only these variables are computed.
 */
export const theme: ThemeConfig = {
  zeroRuntime: true,
  token: {
    // Switched off here and not by style: a popup is placed when its motion ends.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: '#1456b8',
    colorLink: '#1456b8',
    colorSuccess: '#1b6e34',
    colorWarning: '#8a4b00',
    colorError: '#b3121d',
    colorText: '#16202e',
    colorTextSecondary: '#47566b',
    colorTextTertiary: '#55647a',
    colorTextQuaternary: '#5f6d82',
    colorTextPlaceholder: '#5f6d82',
    colorTextDescription: '#47566b',
    colorTextDisabled: '#5f6d82',
    colorBorder: '#8f9dae',
    colorBorderSecondary: '#d9e0ea',
    borderRadius: 6,
    fontFamily: 'inherit',
    fontSize: 14,
    wireframe: false,
  },
};
