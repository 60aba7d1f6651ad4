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

namespace local_ltibadgeconnector\task;

use local_ltibadgeconnector\outbox;

/**
 * Forgets what was sent or given up long ago.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class clean_up extends \core\task\scheduled_task {
    /**
     * The name that administrators see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('taskcleanup', 'local_ltibadgeconnector');
    }

    /**
     * Keeps what was sent for a week and what was given up for eight.
     */
    public function execute() {
        outbox::clean_up(time() - WEEKSECS, time() - 8 * WEEKSECS);
    }
}
