<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * What the administrator set, and what the sending remembers between its runs.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class settings {
    /** The name under which Moodle keeps our settings. */
    public const COMPONENT = 'local_ltibadgeconnector';

    /**
     * Whether there is somebody to send to. While there is not, nothing is queued either.
     *
     * @return bool
     */
    public static function is_ready(): bool {
        return self::endpoint() !== '' && self::secret() !== '' && !self::is_stopped();
    }

    /**
     * The webhook URL of the connector.
     *
     * @return string
     */
    public static function endpoint(): string {
        return trim((string) self::get('endpoint'));
    }

    /**
     * The signing secret, as the connector showed it once.
     *
     * @return string
     */
    public static function secret(): string {
        return trim((string) self::get('secret'));
    }

    /**
     * Whether the connector said that this address is gone (410). An administrator starts again.
     *
     * @return bool
     */
    public static function is_stopped(): bool {
        return (bool) self::get('stopped');
    }

    /**
     * Whether events of a course are sent: in all courses, or in those of the chosen categories and what is below them.
     *
     * @param \stdClass $course
     * @return bool
     */
    public static function includes(\stdClass $course): bool {
        $chosen = array_filter(explode(',', (string) self::get('categories')));
        if (!$chosen) {
            return true;
        }
        $category = \core_course_category::get($course->category, IGNORE_MISSING, true);
        return $category && array_intersect($chosen, array_merge([$category->id], $category->get_parents()));
    }

    /**
     * One value.
     *
     * @param string $name
     * @return mixed
     */
    public static function get(string $name) {
        return get_config(self::COMPONENT, $name);
    }

    /**
     * Keeps one value. Only what changed is written, because each change empties a cache.
     *
     * @param string $name
     * @param string|int $value
     */
    public static function set(string $name, $value): void {
        if ((string) self::get($name) !== (string) $value) {
            set_config($name, $value, self::COMPONENT);
        }
    }
}
