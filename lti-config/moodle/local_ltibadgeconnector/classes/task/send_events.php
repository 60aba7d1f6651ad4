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

use local_ltibadgeconnector\sender;

/**
 * Sends what waits, every minute.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class send_events extends \core\task\scheduled_task {
    /** Seconds that one run may take: less than the minute until the next one. */
    private const SECONDS = 50;

    /**
     * The name that administrators see.
     *
     * @return string
     */
    public function get_name() {
        return get_string('tasksend', 'local_ltibadgeconnector');
    }

    /**
     * Sends. Moodle sees to it that only one run happens at a time.
     */
    public function execute() {
        $taken = (new sender())->run(self::SECONDS);
        mtrace("... $taken events sent");
    }
}
